using System.Text;
using Toguna.Foundation;

namespace Toguna.Host;

/// <summary>Asks for a passphrase: unseen at a terminal, one line each from a pipe. Never an argument: those are seen by others.</summary>
internal static class Passphrase
{
    public static string Ask(string what)
    {
        if (Console.IsInputRedirected)
        {
            return Console.In.ReadLine() ?? throw Missing(what);
        }
        Console.Error.Write(what + ": ");
        var typed = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    Console.Error.WriteLine();
                    return typed.ToString();
                case ConsoleKey.Backspace when typed.Length > 0:
                    typed.Length--;
                    break;
                case not ConsoleKey.Backspace when !char.IsControl(key.KeyChar):
                    typed.Append(key.KeyChar);
                    break;
            }
        }
    }

    /// <summary>A new one is typed twice, at a terminal.</summary>
    public static string AskNew(string what)
    {
        var first = Ask(what);
        return Console.IsInputRedirected || Ask(what + ", again") == first
            ? first
            : throw FoundationProblems
                .OptionInvalid("The passphrase typed again", "different", "the same as before")
                .Raise();
    }

    private static ProblemException Missing(string what) =>
        FoundationProblems.OptionInvalid(what, "", "one line on standard input").Raise();
}
