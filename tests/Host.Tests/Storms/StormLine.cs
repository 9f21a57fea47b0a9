using System.Diagnostics;
using System.Globalization;

namespace Marketplace.Host.Tests.Storms;

/// <summary>What was heard to one sending of a request.</summary>
internal sealed record Heard(string Kind, int Status, string? Code, bool IsRepeat, TimeSpan After);

/// <summary>
/// The line of one client to the host. Of all that goes over it a fifth is a repeat with the same key and body: half of them at the
/// same moment as the first, the others some requests later. A repeat must be answered word for word as what was carried out.
/// </summary>
internal sealed class StormLine(Random random)
{
    private const int RepeatEvery = 5;

    private readonly Queue<(StormRequest Request, Answer First)> later = new();
    private int sent;
    private int repeated;

    public List<Heard> Heard { get; } = [];

    /// <summary>Repeats that were answered otherwise than what was carried out.</summary>
    public List<string> Broken { get; } = [];

    public int Sent => sent;

    /// <summary>Sends a request, and perhaps its repeat; what an earlier request left to repeat may go now, too.</summary>
    public async Task<Answer> AskAsync(StormRequest request)
    {
        if (later.Count > 0 && random.Next(3) == 0) await RepeatAsync(later.Dequeue());
        if (!request.Repeatable || (repeated + later.Count) * RepeatEvery >= sent) return await FirstAsync(request);
        if (random.Next(2) == 0) return await TwiceAtOnceAsync(request);
        var first = await FirstAsync(request);
        later.Enqueue((request, first));
        return first;
    }

    /// <summary>Sends a request that is never repeated, but when it is told to ask again; others may be under way.</summary>
    public async Task<Answer> AskOnceAsync(StormRequest request)
    {
        var answer = await SendAsync(request, isRepeat: false);
        for (var i = 0; i < 50 && answer.IsToBeAskedAgain(); i++)
        {
            await Task.Delay(50);
            answer = await SendAsync(request, isRepeat: true);
        }

        return answer;
    }

    /// <summary>Sends the repeats that are left.</summary>
    public async Task FlushAsync()
    {
        while (later.TryDequeue(out var left)) await RepeatAsync(left);
    }

    private async Task<Answer> FirstAsync(StormRequest request)
    {
        var answer = await SettledAsync(request, await SendAsync(request, isRepeat: false));
        request.Book(answer);
        return answer;
    }

    private async Task<Answer> TwiceAtOnceAsync(StormRequest request)
    {
        var both = await Task.WhenAll(SendAsync(request, isRepeat: false), SendAsync(request, isRepeat: true));
        var (one, other) = (await SettledAsync(request, both[0]), await SettledAsync(request, both[1]));
        if (!one.IsKept()) (one, other) = (other, one);
        request.Book(one);
        if (!one.IsKept()) return one;
        // Goods or money may have come between the two: then the refused one is told the effect when it asks again.
        if (other.IsOfTheMoment()) other = await SettledAsync(request, await SendAsync(request, isRepeat: true));
        Compare(request, one, other);
        return one;
    }

    private async Task RepeatAsync((StormRequest Request, Answer First) earlier)
    {
        var again = await SettledAsync(earlier.Request, await SendAsync(earlier.Request, isRepeat: true));
        if (earlier.First.IsKept()) Compare(earlier.Request, earlier.First, again);
        // A refusal is decided again (I19), and may be an acceptance now.
        else earlier.Request.Book(again);
    }

    private void Compare(StormRequest request, Answer first, Answer again)
    {
        if (first.Status == again.Status && first.Raw == again.Raw) return;
        lock (Broken) Broken.Add($"{request.Kind}: {(int)first.Status} {first.Raw} and then {(int)again.Status} {again.Raw}");
    }

    // «Ask again» is no answer yet.
    private async Task<Answer> SettledAsync(StormRequest request, Answer answer)
    {
        for (var i = 0; i < 50 && request.Repeatable && answer.IsToBeAskedAgain(); i++)
        {
            await Task.Delay(random.Next(20, 100));
            answer = await SendAsync(request, isRepeat: true);
        }

        return answer;
    }

    private async Task<Answer> SendAsync(StormRequest request, bool isRepeat)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = await request.SendAsync();
        lock (Heard)
        {
            Heard.Add(new Heard(request.Kind, (int)answer.Status, answer.IsCarriedOut() ? null : answer.Code, isRepeat, Stopwatch.GetElapsedTime(began)));
            sent++;
            if (isRepeat) repeated++;
        }

        return answer;
    }
}

/// <summary>What all lines heard together.</summary>
internal static class StormReport
{
    public static IEnumerable<string> Of(IReadOnlyCollection<Heard> heard) => heard
        .GroupBy(h => h.Kind).OrderBy(g => g.Key, StringComparer.Ordinal)
        .Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Key} {kind.Count()}, at most {kind.Max(h => h.After).TotalSeconds:0.0} s: ") + string.Join(", ", kind.GroupBy(h => (h.Status, h.Code)).OrderByDescending(g => g.Count())
            .Select(g => $"{g.Count()} × {g.Key.Status} {g.Key.Code}".TrimEnd())));
}
