using FsCheck;
using FsCheck.Fluent;
using Shouldly;

namespace Toguna.Formats.Tests;

public sealed class HostileFileTests
{
    private const long Big = 200_000_000;

    [Fact]
    public void A_file_of_commas_is_refused_at_once_and_in_little_memory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Should
            .Throw<UnreadableFileException>(() => new RowReader(new HugeRecord([], (byte)',', 1_000_000_000, [])))
            .Code.ShouldBe("header_too_many_columns");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(120_000_000);
    }

    [Theory]
    [InlineData(",", "too_many_columns")]
    [InlineData("x", "row_too_long")]
    [InlineData("\"", "row_too_long")]
    [InlineData("\0", "nul_byte")]
    public void A_record_of_200_MB_is_passed_over_in_flat_memory(string filler, string code)
    {
        var head = "a,b,c,d\n1,2,3,"u8.ToArray();
        var tail = "\n5,6,7,8\n"u8.ToArray();
        // The detection of encodings looks at the first bytes only: what is odd comes after them.
        using var stream = new HugeRecord(
            filler[0] == 0 ? [.. head, .. new byte[10_000].Select(_ => (byte)'x')] : head,
            (byte)filler[0],
            Big,
            tail
        );
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var reader = new RowReader(stream);
        var rows = reader.Read().ToList();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(120_000_000);
        rows[0].Fault!.Code.ShouldBe(code);
        rows[^1].Row!.Cells.ShouldBe(["5", "6", "7", "8"]);
        rows.Count.ShouldBe(2);
    }

    [Fact]
    public void An_unclosed_quote_at_the_top_of_a_large_file_costs_one_row()
    {
        var head = "a,b,c,d\n1,\"2,3,4\n"u8.ToArray();
        var line = "5,6,7,8\n"u8.ToArray();
        var stream = new MadeStream(
            head.Length + 8L * 3_000_000,
            i => i < head.Length ? head[i] : line[(i - head.Length) % 8]
        );
        using var reader = new RowReader(stream);
        long rows = 0,
            faults = 0;
        while (reader.TryRead(out var item))
            _ = item.Row is null ? faults++ : rows++;
        faults.ShouldBe(1);
        rows.ShouldBe(3_000_000);
    }

    [Fact]
    public void Random_bytes_never_make_the_reader_throw_anything_but_a_refusal()
    {
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll<byte[]>(bytes =>
            {
                ReadThrough([.. "a,b,c,d\n"u8, .. bytes]);
                ReadThrough(bytes);
            })
        );
        var random = new System.Random(7);
        var letters = "\"\"\"\n\r,;x\0é"u8.ToArray();
        for (var n = 0; n < 3000; n++)
        {
            var bytes = new byte[random.Next(1, 200)];
            for (var i = 0; i < bytes.Length; i++)
                bytes[i] = random.Next(50) == 0 ? (byte)random.Next(256) : letters[random.Next(letters.Length)];
            ReadThrough([.. "a,b,c,d\n"u8, .. bytes]);
        }
    }

    [Fact]
    public void The_records_verbatim_put_together_are_the_file()
    {
        var random = new System.Random(11);
        string[] cells = ["", "x", "\"q\"", "\"a,b\"", "\"l\n1\"", "\"d\"\"d\"", "é", "\"\""];
        for (var n = 0; n < 500; n++)
        {
            var lines = Enumerable
                .Range(0, random.Next(1, 20))
                .Select(_ => string.Join(',', Enumerable.Range(0, 3).Select(_ => cells[random.Next(cells.Length)])));
            var file = "a,b,c\n" + string.Join('\n', lines);
            using var reader = Samples.Csv(file);
            var parts = reader.Read().Select(r => r.Row.ShouldNotBeNull().Verbatim);
            string.Join('\n', [reader.HeaderVerbatim, .. parts]).ShouldBe(file);
        }
    }

    private static void ReadThrough(byte[] bytes)
    {
        try
        {
            using var reader = new RowReader(
                new MadeStream(bytes.Length, i => bytes[i], 5),
                new RowReaderOptions { MaxRow = 64, MaxCell = 32 }
            );
            while (reader.TryRead(out var item))
                (item.Row is null).ShouldBe(item.Fault is not null);
        }
        catch (UnreadableFileException e)
        {
            e.Message.ShouldNotBeEmpty();
        }
    }
}
