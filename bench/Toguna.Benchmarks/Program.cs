using Toguna.Benchmarks;

// dotnet run -c Release --project bench/Toguna.Benchmarks -- import|start|pages|sample [--rows N] [--data DIR] [--files]
var rows = args.SkipWhile(a => a != "--rows").Skip(1).Select(int.Parse).FirstOrDefault(350_000);
switch (args.FirstOrDefault())
{
    case "import":
        return await ImportBenchmark.RunAsync(rows);
    case "start":
        return await StartBenchmark.RunAsync(rows);
    case "pages":
        return await PagesBenchmark.RunAsync(rows, args.SkipWhile(a => a != "--data").Skip(1).FirstOrDefault());
    case "sample":
        return await SampleBenchmark.RunAsync(args.Contains("--rows") ? rows : null, !args.Contains("--files"));
    case "sample-files":
        return SampleBenchmark.Write(args[1], int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture));
    default:
        Console.Error.WriteLine("Which benchmark? import | start | pages | sample, with --rows N");
        return 2;
}
