using Marketplace.Auditor.Format;

namespace Marketplace.Auditor.Checking;

/// <summary>The chains of all streams, one head each: versions without a gap, and each chain from the one before.</summary>
internal sealed class Streams(Findings findings)
{
    private readonly Dictionary<Guid, (long Version, byte[] Chain)> heads = [];

    /// <summary>Goes on with one more leaf of a stream.</summary>
    /// <param name="line">Its event and leaf; the leaf must be there.</param>
    /// <param name="hash">The leaf as it was computed.</param>
    public void Add(EventLine line, byte[] hash)
    {
        var (stream, version, chain) = (line.Event?.Stream ?? line.Leaf!.Stream, line.Event?.Version ?? line.Leaf!.Version, line.Leaf!.Chain);
        if (line.Event is { IsTombstone: true })
        {
            Compare(line, [], hash);
            return;
        }

        var head = heads.GetValueOrDefault(stream, (Version: 0, Chain: []));
        if (version == head.Version + 1) Compare(line, head.Chain, hash);
        else findings.Add("version-gap", line.Position, $"version {head.Version + 1} of the stream was expected");
        heads[stream] = (version, chain);
    }

    private void Compare(EventLine line, byte[] before, byte[] hash)
    {
        if (!LeafHash.Chain(before, hash).AsSpan().SequenceEqual(line.Leaf!.Chain)) findings.Add("chain-differs", line.Position, "its chain does not follow from the stream's event before it");
    }
}
