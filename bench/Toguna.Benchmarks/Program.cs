using Toguna.Benchmarks;

// dotnet run -c Release --project bench/Toguna.Benchmarks -- import|start [--rows N]
var rows = args.SkipWhile(a => a != "--rows").Skip(1).Select(int.Parse).FirstOrDefault(350_000);
switch (args.FirstOrDefault())
{
    case "import":
        return await ImportBenchmark.RunAsync(rows);
    case "start":
        return await StartBenchmark.RunAsync(rows);
    default:
        Console.Error.WriteLine("Which benchmark? import | start, with --rows N");
        return 2;
}
