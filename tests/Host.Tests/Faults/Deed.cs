namespace Marketplace.Host.Tests.Faults;

/// <summary>What a shopper wanted.</summary>
internal enum DeedKind
{
    TopUp,
    Place,
    Pay,
    Cancel,
    Withdraw,
    Confirm,
}

/// <summary>One request with its key, and the last that was answered to it; null while nobody knows what became of it.</summary>
internal sealed class Deed(DeedKind kind, string path, object? body)
{
    public DeedKind Kind => kind;

    public string Key { get; } = Guid.NewGuid().ToString();

    public Answer? Answer { get; private set; }

    public bool WasRetried { get; private set; }

    /// <summary>Sends it. A 5xx says no more than silence.</summary>
    public async Task<Answer?> SendAsync(Api api)
    {
        try
        {
            var answer = await api.PostAsync(path, body, Key);
            return Answer = (int)answer.Status < 500 ? answer : null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return Answer = null;
        }
    }

    /// <summary>Sends it with its same key until it is answered.</summary>
    public async Task RetryAsync(Api api)
    {
        WasRetried = true;
        for (var i = 0; i < 100; i++)
        {
            // Not answers but delays: the first one still runs, or the database is busy.
            if (await SendAsync(api) is { } answer && answer.Code is not ("concurrency.conflict" or "request.in-progress")) return;
            await Task.Delay(100);
        }

        throw new Xunit.Sdk.XunitException($"{kind} at {path} was not answered within 100 tries: {Answer?.Raw}");
    }
}
