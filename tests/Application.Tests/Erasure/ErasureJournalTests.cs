using FluentAssertions;
using Marketplace.Application.Erasure;
using Xunit;

namespace Marketplace.Application.Tests.Erasure;

/// <summary>The list of the erased that no restore of a database can forget.</summary>
public sealed class ErasureJournalTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 11, 27, 6, 15, 0, TimeSpan.FromHours(3));
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"marketplace-journal-{Guid.NewGuid():N}");

    private string File => Directory.GetFiles(folder).Single();

    [Fact]
    public async Task S100_what_was_written_by_many_at_once_is_read_by_all()
    {
        var subjects = Enumerable.Range(0, 40).Select(_ => Guid.NewGuid()).ToList();

        await Task.WhenAll(subjects.Select(s => new ErasureJournal(folder).AppendAsync([s], At, CancellationToken.None)));

        (await ReadAsync()).Should().BeEquivalentTo(subjects);
        (await System.IO.File.ReadAllLinesAsync(File)).Should().HaveCount(40).And.OnlyContain(line => line.StartsWith("2026-11-27T03:15:00.0000000Z ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task S100_a_line_that_a_crash_cut_short_spoils_neither_the_lines_before_nor_those_after()
    {
        var (before, after) = (Guid.NewGuid(), Guid.NewGuid());
        await new ErasureJournal(folder).AppendAsync([before], At, CancellationToken.None);
        await System.IO.File.AppendAllTextAsync(File, $"2026-11-27T03:15:00Z {Guid.NewGuid().ToString()[..20]}");

        await new ErasureJournal(folder).AppendAsync([after], At, CancellationToken.None);

        (await ReadAsync()).Should().BeEquivalentTo([before, after]);
    }

    [Fact]
    public async Task Files_of_other_machines_are_read_too_and_without_a_folder_nothing_is_kept()
    {
        var (mine, theirs) = (Guid.NewGuid(), Guid.NewGuid());
        await new ErasureJournal(folder).AppendAsync([mine], At, CancellationToken.None);
        await System.IO.File.WriteAllTextAsync(Path.Combine(folder, "other-host.log"), $"2026-11-27T03:15:00Z {theirs}\n");

        (await ReadAsync()).Should().BeEquivalentTo([mine, theirs]);
        var none = new ErasureJournal(null);
        await none.AppendAsync([mine], At, CancellationToken.None);
        (await none.ReadAsync(CancellationToken.None)).Should().BeEmpty();
        none.IsKept.Should().BeFalse();
    }

    /// <summary>A host that starts beside one that erases: whoever reads meets the file while it is being written.</summary>
    [Fact]
    public async Task S100_whoever_reads_while_another_host_writes_waits_and_reads_what_is_whole()
    {
        var (journal, written) = (new ErasureJournal(folder), 0);
        await journal.AppendAsync([Guid.NewGuid()], At, CancellationToken.None);
        using var over = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (; !over.IsCancellationRequested; written++)
            {
                await journal.AppendAsync([Guid.NewGuid()], At, CancellationToken.None);
                // Without a pause on a slow disk nobody else would ever find the file free.
                await Task.Delay(Random.Shared.Next(4));
            }
        });

        var read = 0;
        for (var i = 0; i < 200; i++)
        {
            // Without a pause the reader would always be first, and meet nobody.
            await Task.Delay(Random.Shared.Next(4));
            var (before, seen) = (Volatile.Read(ref written), await ReadAsync());
            seen.Count.Should().BeGreaterThanOrEqualTo(Math.Max(before, read));
            read = seen.Count;
        }

        for (var i = 0; i < 600 && Volatile.Read(ref written) <= 50; i++) await Task.Delay(50);
        await over.CancelAsync();
        await writing;
        written.Should().BeGreaterThan(50, "somebody must have been in the way");
        (await ReadAsync()).Should().HaveCount(written + 1);
    }

    private Task<IReadOnlySet<Guid>> ReadAsync() => new ErasureJournal(folder).ReadAsync(CancellationToken.None);

    public void Dispose()
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
