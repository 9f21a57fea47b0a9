using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Marketplace.Tests.Shared;

namespace Marketplace.Host.Tests;

/// <summary>An answer as it came over the wire.</summary>
public sealed record Answer(HttpStatusCode Status, string Raw, HttpResponseHeaders Headers)
{
    /// <summary>The body as JSON.</summary>
    public JsonNode Body => JsonNode.Parse(Raw)!;

    /// <summary>The code of a problem.</summary>
    public string? Code => Raw.Length == 0 ? null : (string?)Body["code"];

    /// <summary>A member of the body as text.</summary>
    public string Text(string member) => Body[member]!.ToString();

    /// <summary>A member of the body as a whole number.</summary>
    public long Number(string member) => (long)Body[member]!;

    /// <summary>A member of the body as an id.</summary>
    public Guid Id(string member) => Guid.Parse(Text(member));

    /// <summary>This answer, if it has that status; else the test ends with what came instead.</summary>
    public Answer Expect(HttpStatusCode status) =>
        Status == status ? this : throw new Xunit.Sdk.XunitException($"Expected {(int)status}, came {(int)Status}: {Raw}");
}

/// <summary>A caller of the API: a customer's app, staff, or nobody in particular.</summary>
public sealed class Api(HttpClient http)
{
    /// <summary>The session or staff token that is sent along.</summary>
    public string? Token { get; set; }

    /// <summary>Whose session it is.</summary>
    public Guid CustomerId { get; set; }

    /// <summary>The customer's phone in E.164.</summary>
    public string Phone { get; set; } = "";

    /// <summary>Why somebody of support looks.</summary>
    public string? Reason { get; set; }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    /// <summary>Posts JSON, with a fresh idempotency key unless one is given.</summary>
    public Task<Answer> PostAsync(string path, object? body = null, string? key = null) =>
        SendAsync(HttpMethod.Post, path, body is null ? null : System.Text.Json.JsonSerializer.Serialize(body), key ?? Guid.NewGuid().ToString());

    /// <summary>Sends text as it is; for bodies that no serializer would make.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, string? json = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (Token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        if (Reason is not null) request.Headers.Add("X-Reason", Reason);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
    }

    /// <summary>The newest code that was sent to this phone.</summary>
    public async Task<string> CodeAsync(string? other = null)
    {
        return await Eventually.FindsAsync(
            async () =>
            {
                var messages = (await GetAsync($"/dev/messages?to={Uri.EscapeDataString(Phone)}")).Expect(HttpStatusCode.OK).Body.AsArray();
                return messages.Select(m => (string?)m!["code"]).FirstOrDefault(c => c is not null) is { } code && code != other ? code : null;
            },
            "a code is sent");
    }

    /// <summary>The customer's e-mail, once there is one.</summary>
    public string Email { get; set; } = "";

    /// <summary>Protects the account: adds an e-mail and follows the link of its letter.</summary>
    public async Task ProtectAsync()
    {
        Email = $"c{Guid.NewGuid():N}@example.com";
        (await PostAsync("/api/account/email", new { email = Email })).Expect(HttpStatusCode.Accepted);
        var letters = await UntilAsync($"/dev/messages?to={Email}", m => m.Body.AsArray().Any(l => l!["link"] is not null));
        var link = (string)letters.Body.AsArray().Select(l => l!["link"]).First(l => l is not null)!;
        (await PostAsync("/api/account/email/confirmation", new { token = link[(link.IndexOf("token=", StringComparison.Ordinal) + 6)..] })).Expect(HttpStatusCode.NoContent);
    }

    /// <summary>Asks until the answer is as hoped.</summary>
    public async Task<Answer> UntilAsync(string path, Func<Answer, bool> hoped)
    {
        Answer? last = null;
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Eventually.Patience; await Task.Delay(100))
        {
            last = await GetAsync(path);
            if (last.Status == HttpStatusCode.OK && hoped(last)) return last;
        }

        throw new Xunit.Sdk.XunitException($"It did not come to that: {last?.Raw}");
    }
}
