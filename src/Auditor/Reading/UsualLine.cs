using Marketplace.Auditor.Format;

namespace Marketplace.Auditor.Reading;

/// <summary>
/// Reads an event's line that is written as <see cref="LineWriter"/> writes it, several times as fast as <see cref="LineParser"/>, which knows
/// no order of members and reads everything else. A test holds the two to each other.
/// </summary>
public sealed class UsualLine
{
    private readonly KnownTexts names = new();
    private byte[] scratch = new byte[4096];

    /// <summary>The event's line; null when it is something else, or written in another way.</summary>
    public EventLine? Read(ReadOnlySpan<byte> json)
    {
        if (scratch.Length < json.Length) scratch = new byte[json.Length * 2];
        var scan = new Scanner(json, scratch, names);
        if (!scan.Skip("""{"kind":"event","""u8)) return null;
        Place? place = null;
        if (scan.Skip("\"place\":{\"index\":"u8) && ((place = PlaceOf(ref scan)) is null || !scan.Skip(","u8))) return null;
        StoredLeaf? leaf = null;
        if (scan.Skip("\"leaf\":{\"sequence\":"u8) && ((leaf = LeafOf(ref scan)) is null || !scan.Skip(","u8))) return null;
        // A line without its event is seldom, and left to the other reader.
        if (!scan.Skip("\"event\":{\"sequence\":"u8) || EventOf(ref scan) is not { } happened) return null;
        return scan.Skip("}"u8) && scan.AtEnd ? new EventLine(happened, leaf, place) : null;
    }

    private static Place? PlaceOf(ref Scanner scan) =>
        scan.Number(out var index) && scan.Skip(",\"stream\":\""u8) && scan.Id(out var stream) && scan.Skip(",\"version\":"u8) && scan.Number(out var version)
        && scan.Skip(",\"hash\":\""u8) && scan.Hash(out var hash) && scan.Skip("}"u8) ? new Place(index, stream, version, hash) : null;

    private static StoredLeaf? LeafOf(ref Scanner scan) =>
        scan.Number(out var sequence) && scan.Skip(",\"stream\":\""u8) && scan.Id(out var stream) && scan.Skip(",\"version\":"u8) && scan.Number(out var version)
        && scan.Skip(",\"hash\":\""u8) && scan.Hash(out var hash) && scan.Skip(",\"chain\":\""u8) && scan.Hash(out var chain) && scan.Skip("}"u8)
            ? new StoredLeaf(sequence, stream, version, hash, chain) : null;

    private static StoredEvent? EventOf(ref Scanner scan)
    {
        if (!(scan.Number(out var sequence) && scan.Skip(",\"id\":\""u8) && scan.Id(out var id) && scan.Skip(",\"stream\":\""u8) && scan.Id(out var stream)
            && scan.Skip(",\"version\":"u8) && scan.Number(out var version) && scan.Skip(",\"type\":\""u8) && scan.Text(out string type, known: true)
            && scan.Skip(",\"data\":\""u8) && scan.Text(out byte[] data) && scan.Skip(",\"timestamp\":"u8) && scan.Number(out var timestamp))) return null;
        if (!(Optional(ref scan, ",\"tenant\":\""u8, out var tenant, known: true) && Optional(ref scan, ",\"dotnetType\":\""u8, out var dotnetType, known: true)
            && Optional(ref scan, ",\"correlation\":\""u8, out var correlation) && Optional(ref scan, ",\"causation\":\""u8, out var causation)
            && Optional(ref scan, ",\"headers\":\""u8, out var headers, known: true) && Optional(ref scan, ",\"user\":\""u8, out var user))) return null;
        var archived = scan.Skip(",\"archived\":true}"u8);
        if (!archived && !scan.Skip(",\"archived\":false}"u8)) return null;
        return new StoredEvent
        {
            Sequence = sequence,
            Id = id,
            Stream = stream,
            Version = version,
            Type = type,
            Data = new Utf8Text(data),
            Timestamp = timestamp,
            Tenant = tenant,
            DotnetType = dotnetType,
            Correlation = correlation,
            Causation = causation,
            Headers = headers,
            User = user,
            Archived = archived,
        };
    }

    private static bool Optional(ref Scanner scan, ReadOnlySpan<byte> member, out string? text, bool known = false)
    {
        text = null;
        if (!scan.Skip(member)) return true;
        var read = scan.Text(out string found, known);
        text = found;
        return read;
    }
}
