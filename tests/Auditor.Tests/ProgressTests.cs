using FluentAssertions;
using Marketplace.Auditor.Format;
using Xunit;

namespace Marketplace.Auditor.Tests;

/// <summary>Whoever waits is told how far it is, on the error stream and not before it takes long.</summary>
public sealed class ProgressTests : IDisposable
{
    private static readonly MadeHistory History = MadeHistory.Of(seed: 1, count: 11_000);

    private readonly string folder = Directory.CreateTempSubdirectory("marketplace-progress-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Nothing_is_told_of_short_work_and_of_long_work_a_line_every_two_seconds()
    {
        var (clock, errors) = (new SetClock(), new StringWriter { NewLine = "\n" });
        var progress = new Progress(errors, "verified", clock);
        clock.Seconds = 1.9;
        progress.At(50_000);
        errors.ToString().Should().BeEmpty();

        clock.Seconds = 2;
        progress.At(100_000);
        progress.At(200_000);
        errors.ToString().Should().Be("verified 100,000 events in 2.0 s, 50,000 a second\n");

        clock.Seconds = 4;
        progress.At(200_001);
        errors.ToString().Should().EndWith("second\n", "one looks at the clock after ten thousand").And.NotContain("200,001");
        progress.At(300_000);
        errors.ToString().Should().EndWith("\nverified 300,000 events in 4.0 s, 75,000 a second\n");
    }

    [Theory]
    [InlineData("verified 10,000 events in ", "verify")]
    [InlineData("read 10,000 events in ", "replay", "--stream")]
    [InlineData("read 20,000 events in ", "replay", "--account")]
    public void A_command_that_takes_long_says_how_far_it_is_on_the_error_stream_alone(string told, params string[] args)
    {
        var (file, _, _) = History.Write(folder);
        var stream = History.Lines.OfType<EventLine>().First().Event!.Stream;
        using StringWriter output = new(), errors = new();

        var code = Commands.Run([.. args, .. args.Length > 1 ? new[] { $"{stream}" } : [], "--file", file], output, errors, new SetClock { Step = 3 });

        code.Should().Be(Commands.Good, output.ToString());
        errors.ToString().Should().Contain(told);
        output.ToString().Should().Contain("OK").And.NotContain(" events in ");
    }

    /// <summary>A clock that the test sets, or that goes on by so many seconds at each look.</summary>
    private sealed class SetClock : TimeProvider
    {
        public double Seconds { get; set; }

        public double Step { get; init; }

        public override long GetTimestamp() => (long)((Seconds += Step) * TimestampFrequency);
    }
}
