using System.Globalization;
using Toguna.Benchmarks;

// dotnet run -c Release --project bench/Toguna.Benchmarks -- import|start|pages|questions|sample|seal|search|intake|triage|movements|alerts|telling|escalation [--rows N] [--data DIR] [--only PAGE|ENGINE] [--files]
// A record made for a benchmark is kept where --data names a folder that is not there yet.
var asked = args.SkipWhile(a => a != "--rows").Skip(1).Take(1).Select(int.Parse).ToList();
var rows = asked.FirstOrDefault(350_000);
var only = args.SkipWhile(a => a != "--only").Skip(1).FirstOrDefault();
var data = args.SkipWhile(a => a != "--data").Skip(1).FirstOrDefault();
switch (args.FirstOrDefault())
{
    case "import":
        return await ImportBenchmark.RunAsync(rows);
    case "start":
        return await StartBenchmark.RunAsync(rows);
    case "pages":
        return await PagesBenchmark.RunAsync(rows, data, only);
    case "questions" when data is not null:
        return await QuestionsBenchmark.RunAsync(rows, data);
    case "sample":
        return await SampleBenchmark.RunAsync(asked.Count > 0 ? rows : null, !args.Contains("--files"));
    case "sample-files":
        return SampleBenchmark.Write(args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
    case "intake":
        return await IntakeBenchmark.RunAsync(asked.FirstOrDefault(60), only);
    case "triage":
        return await TriageBenchmark.RunAsync(asked.FirstOrDefault(10_000));
    case "movements":
        return MovementsBenchmark.Run(asked.FirstOrDefault(200));
    case "alerts":
        return await AlertsBenchmark.RunAsync(asked.FirstOrDefault(100_000), only);
    case "telling":
        return await TellingBenchmark.RunAsync(asked.FirstOrDefault(12), only);
    case "escalation":
        return await EscalationBenchmark.RunAsync(asked.FirstOrDefault(1_000), only);
    case "seal":
        return await SealBenchmark.RunAsync(asked.FirstOrDefault(100_000));
    case "search":
        return await SearchBenchmark.RunAsync(asked.FirstOrDefault(100_000), only);
    default:
        Console.Error.WriteLine(
            "Which benchmark? import | start | pages | sample | seal | search | intake | triage | movements | alerts | telling | escalation, with --rows N (intake: seconds); questions --data DIR"
        );
        return 2;
}
