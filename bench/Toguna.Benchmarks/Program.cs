using Toguna.Benchmarks;

// dotnet run -c Release --project bench/Toguna.Benchmarks -- import|start|pages|seal [--rows N] [--data DIR]
var rows = args.SkipWhile(a => a != "--rows").Skip(1).Select(int.Parse).FirstOrDefault(350_000);
switch (args.FirstOrDefault())
{
    case "import":
        return await ImportBenchmark.RunAsync(rows);
    case "start":
        return await StartBenchmark.RunAsync(rows);
    case "pages":
        return await PagesBenchmark.RunAsync(rows, args.SkipWhile(a => a != "--data").Skip(1).FirstOrDefault());
    case "seal":
        return await SealBenchmark.RunAsync(args.Contains("--rows") ? rows : 100_000);
    default:
        Console.Error.WriteLine("Which benchmark? import | start | pages | seal, with --rows N");
        return 2;
}
