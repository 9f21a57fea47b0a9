using FluentAssertions;
using Marketplace.Application.Views.Stored;
using Xunit;

namespace Marketplace.Application.Tests.Stored;

public sealed class ReadTogetherTests
{
    private readonly List<IReadOnlyList<int>> reads = [];
    private readonly TaskCompletionSource open = new();

    [Fact]
    public async Task Who_asks_while_a_read_is_under_way_is_in_the_next_one()
    {
        var together = new ReadTogether<int, int>(HeldAsync, workers: 1);
        var first = together.ReadAsync(1, CancellationToken.None);
        await UntilAsync(() => reads.Count == 1);
        var others = Enumerable.Range(2, 5).Select(n => together.ReadAsync(n, CancellationToken.None)).ToList();
        open.SetResult();

        (await first).Should().Be(10);
        (await Task.WhenAll(others)).Should().Equal(20, 30, 40, 50, 60);
        reads.Should().HaveCount(2);
        reads[1].Should().Equal(2, 3, 4, 5, 6);
    }

    [Fact]
    public async Task Each_of_thousands_gets_its_own_answer_and_none_is_left_waiting()
    {
        var together = new ReadTogether<int, int>(async keys =>
        {
            await Task.Yield();
            return [.. keys.Select(k => k * 10)];
        }, workers: 2, most: 7);

        for (var round = 0; round < 20; round++)
        {
            var asked = Enumerable.Range(0, 500).Select(n => Task.Run(() => together.ReadAsync(n, CancellationToken.None))).ToList();
            (await Task.WhenAll(asked).WaitAsync(TimeSpan.FromSeconds(30))).Should().Equal(Enumerable.Range(0, 500).Select(n => n * 10));
        }
    }

    [Fact]
    public async Task A_read_that_fails_fails_for_those_in_it_and_the_next_one_is_read()
    {
        var fails = true;
        var together = new ReadTogether<int, int>(keys => fails ? throw new IOException("away") : Task.FromResult<IReadOnlyList<int>>([.. keys]));

        await FluentActions.Awaiting(() => together.ReadAsync(1, CancellationToken.None)).Should().ThrowAsync<IOException>();
        fails = false;
        (await together.ReadAsync(2, CancellationToken.None)).Should().Be(2);
    }

    [Fact]
    public async Task Who_gives_up_waits_no_longer_and_costs_the_others_nothing()
    {
        var together = new ReadTogether<int, int>(HeldAsync, workers: 1);
        using var patience = new CancellationTokenSource();
        var (first, other) = (together.ReadAsync(1, patience.Token), together.ReadAsync(2, CancellationToken.None));
        await patience.CancelAsync();

        await FluentActions.Awaiting(() => first).Should().ThrowAsync<OperationCanceledException>();
        open.SetResult();
        (await other).Should().Be(20);
    }

    private async Task<IReadOnlyList<int>> HeldAsync(IReadOnlyList<int> keys)
    {
        reads.Add([.. keys]);
        await open.Task;
        return [.. keys.Select(k => k * 10)];
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition()) await Task.Delay(5);
    }
}
