using FluentAssertions;
using Marketplace.Host.Admin;
using Marketplace.Tests.Shared;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marketplace.Host.Tests.Admin;

/// <summary>Whoever waits for a command is told how far it is, and nobody else is.</summary>
public sealed class ProgressTests : IDisposable
{
    private readonly FakeTimeProvider clock = new();
    private readonly StringWriter errors = new() { NewLine = "\n" };

    public void Dispose() => errors.Dispose();

    [Fact]
    public void Nothing_is_told_of_short_work_and_of_long_work_a_line_every_two_seconds()
    {
        var progress = new Progress(errors, "checked", "events", clock);
        progress.At(1);
        clock.Advance(TimeSpan.FromSeconds(1.9));
        progress.At(4_000);
        errors.ToString().Should().BeEmpty();

        clock.Advance(TimeSpan.FromSeconds(0.1));
        progress.At(5_000);
        progress.At(6_000);
        errors.ToString().Should().Be("checked 5,000 events in 2 s\n");

        clock.Advance(TimeSpan.FromSeconds(60));
        progress.At(1_234_567);
        errors.ToString().Should().Be("checked 5,000 events in 2 s\nchecked 1,234,567 events in 62 s\n");
    }

    [Fact]
    public async Task Work_that_does_not_say_how_far_it_is_is_told_to_go_on()
    {
        var work = new TaskCompletionSource<int>();
        var waiting = new Progress(errors, "comparing", "views", clock).WhileAsync(work.Task);
        errors.ToString().Should().BeEmpty();
        for (var told = 1; told <= 2; told++)
        {
            clock.Advance(TimeSpan.FromSeconds(2));
            var lines = told;
            await Eventually.HappensAsync(() => Task.FromResult(errors.ToString().Split('\n').Length > lines), "it is told");
        }

        work.SetResult(7);

        (await waiting).Should().Be(7);
        errors.ToString().Should().Be("comparing views for 2 s\ncomparing views for 4 s\n");
    }
}
