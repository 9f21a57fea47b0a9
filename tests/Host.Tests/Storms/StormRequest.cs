namespace Marketplace.Host.Tests.Storms;

/// <summary>One request of the storm, as often as it is sent.</summary>
/// <param name="kind">What it wants, for the report.</param>
/// <param name="send">Sends it once more, with the same key and body.</param>
/// <param name="repeatable">Whether the host promises one effect and one answer, however often it is sent.</param>
/// <param name="carried">What follows for the books of the test when it was carried out.</param>
internal sealed class StormRequest(string kind, Func<Task<Answer>> send, bool repeatable, Action<Answer>? carried = null)
{
    private int booked;

    public string Kind => kind;

    public bool Repeatable => repeatable;

    public Task<Answer> SendAsync() => send();

    /// <summary>Books the effect the first time that an answer says that there is one.</summary>
    public void Book(Answer answer)
    {
        if (answer.IsCarriedOut() && Interlocked.Exchange(ref booked, 1) == 0) carried?.Invoke(answer);
    }
}

/// <summary>What an answer says of a request.</summary>
internal static class StormAnswers
{
    // Refused because of what others hold at this moment: decided again, the same request may be accepted.
    private static readonly string[] OfTheMoment = ["stock.out-of-stock", "promo.exhausted", "wallet.insufficient-funds", "bonus-card.insufficient-points", "waitlist.item-in-stock"];

    // Neither is an answer: the client is told to ask again with the same key.
    private static readonly string[] AskAgain = ["concurrency.conflict", "service.timed-out"];

    // The acquirer has spoken: these refusals are kept as answers are.
    private static readonly string[] Final = ["order.payment-declined", "wallet.top-up-declined"];

    public static bool IsCarriedOut(this Answer answer) => (int)answer.Status < 300;

    public static bool IsKept(this Answer answer) => answer.IsCarriedOut() || Final.Contains(answer.Code);

    public static bool IsOfTheMoment(this Answer answer) => OfTheMoment.Contains(answer.Code);

    public static bool IsToBeAskedAgain(this Answer answer) => AskAgain.Contains(answer.Code);
}
