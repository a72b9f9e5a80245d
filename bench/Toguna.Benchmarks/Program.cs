using Toguna.Benchmarks;

// dotnet run -c Release --project bench/Toguna.Benchmarks -- import|start|pages|questions [--rows N] [--data DIR]
// A record made for a benchmark is kept where --data names a folder that is not there yet.
var rows = args.SkipWhile(a => a != "--rows").Skip(1).Select(int.Parse).FirstOrDefault(350_000);
var data = args.SkipWhile(a => a != "--data").Skip(1).FirstOrDefault();
switch (args.FirstOrDefault())
{
    case "import":
        return await ImportBenchmark.RunAsync(rows);
    case "start":
        return await StartBenchmark.RunAsync(rows);
    case "pages":
        return await PagesBenchmark.RunAsync(rows, data);
    case "questions" when data is not null:
        return await QuestionsBenchmark.RunAsync(rows, data);
    default:
        Console.Error.WriteLine("Which benchmark? import | start | pages, with --rows N; questions --data DIR");
        return 2;
}
