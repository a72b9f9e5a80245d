using Shouldly;
using Toguna.Foundation;

namespace Toguna.Tests.Foundation.Sealing;

public sealed class KeyFolderTests
{
    [Fact]
    public void What_a_dead_process_left_is_destroyed_and_the_file_in_use_is_not()
    {
        var folder = Directory.CreateTempSubdirectory("toguna-keys-").FullName;
        try
        {
            var keys = new KeyFolder(folder);
            keys.Write("ring.json", "in use"u8);
            File.WriteAllText(keys.PathOf("ring.json.0a1b2c3d"), "half written");
            File.WriteAllText(keys.PathOf("ring.jsonx"), "another");
            keys.DestroyDrafts("ring.json");
            File.ReadAllText(keys.PathOf("ring.json")).ShouldBe("in use");
            File.Exists(keys.PathOf("ring.json.0a1b2c3d")).ShouldBeFalse();
            File.ReadAllText(keys.PathOf("ring.jsonx")).ShouldBe("another");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_reader_sees_the_file_of_before_or_the_new_one_and_never_none()
    {
        var folder = Directory.CreateTempSubdirectory("toguna-keys-").FullName;
        try
        {
            var keys = new KeyFolder(folder);
            keys.Write("ring.json", "0"u8);
            using var done = new CancellationTokenSource();
            var absent = Task.Run(() =>
            {
                var times = 0;
                while (!done.IsCancellationRequested)
                {
                    times += File.Exists(keys.PathOf("ring.json")) ? 0 : 1;
                }
                return times;
            });
            for (var i = 0; i < 100; i++)
            {
                keys.DestroyDrafts("ring.json");
                keys.Write("ring.json", "1"u8);
            }
            await done.CancelAsync();
            (await absent).ShouldBe(0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
