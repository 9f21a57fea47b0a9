using System.Text.Json;
using JasperFx.Events;
using Marketplace.Application.Account;
using Marketplace.Host.Http;

namespace Marketplace.Host.Account;

/// <summary>Writes an <see cref="AccountExport"/> as it is read, so that a long life is never in memory as a whole.</summary>
internal static class ExportWriter
{
    private const string Streams = "streams";

    public static async Task WriteAsync(
        HttpContext http, AccountExport head, IReadOnlyList<PersonalStream> streams, Func<PersonalStream, IAsyncEnumerable<IEvent>> read)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        // From here on a fault breaks the connection off: half a document must not look like a whole one, nor like a problem.
        await http.Response.StartAsync(http.RequestAborted);
        var clear = new ExportJson(head.CustomerId);
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        foreach (var member in JsonSerializer.SerializeToElement(head, StrictJson.Options).EnumerateObject().Where(m => m.Name != Streams)) member.WriteTo(json);
        json.WriteStartArray(Streams);
        foreach (var stream in streams)
        {
            json.WriteStartObject();
            json.WriteString("stream", stream.Name);
            json.WriteString("id", stream.Id);
            json.WriteStartArray("events");
            await foreach (var happened in read(stream))
            {
                JsonSerializer.Serialize(json, Exported(happened, clear), StrictJson.Options);
                await json.FlushAsync(http.RequestAborted);
                await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static ExportedEvent Exported(IEvent happened, ExportJson clear) =>
        new(happened.Id, happened.EventTypeName, happened.Version, happened.Timestamp, clear.Of(happened.Data));
}
