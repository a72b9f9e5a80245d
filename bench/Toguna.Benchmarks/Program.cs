using Toguna.Benchmarks;

// dotnet run -c Release --project bench/Toguna.Benchmarks -- import|start|pages [--rows N] [--data DIR]
var rows = args.SkipWhile(a => a != "--rows").Skip(1).Select(int.Parse).FirstOrDefault(350_000);
switch (args.FirstOrDefault())
{
    case "import":
        return await ImportBenchmark.RunAsync(rows);
    case "start":
        return await StartBenchmark.RunAsync(rows);
    case "pages":
        return await PagesBenchmark.RunAsync(rows, args.SkipWhile(a => a != "--data").Skip(1).FirstOrDefault());
    default:
        Console.Error.WriteLine("Which benchmark? import | start | pages, with --rows N");
        return 2;
}
