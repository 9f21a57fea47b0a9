using System.Net;

namespace Marketplace.Host.Tests.Privacy;

/// <summary>How a customer leaves over HTTP.</summary>
internal static class LeavingSteps
{
    /// <summary>Asks for the deletion, enters the code, and waits until the erasure has ended.</summary>
    public static async Task<Answer> LeaveAsync(this RunningHost host, Api customer, string comment = "Ухожу")
    {
        (await customer.PostAsync("/api/account/deletion", new { reason = "privacy", comment, channel = "phone" })).Expect(HttpStatusCode.Accepted);
        var messages = await customer.UntilAsync($"/dev/messages?to={Uri.EscapeDataString(customer.Phone)}", m => m.Body.AsArray().Any(IsDeletion));
        var code = (string)messages.Body.AsArray().First(IsDeletion)!["code"]!;
        (await customer.PostAsync("/api/account/deletion/confirmation", new { code })).Expect(HttpStatusCode.Accepted);
        return await host.Staff("auditor").UntilAsync($"/api/audit/streams/customer/{customer.CustomerId}/events", a => a.Raw.Contains("ErasureCompleted"));
    }

    private static bool IsDeletion(System.Text.Json.Nodes.JsonNode? message) =>
        ((string)message!["text"]!).Contains("Удаление", StringComparison.Ordinal) && message["code"] is not null;
}
