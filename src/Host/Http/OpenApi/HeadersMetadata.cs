namespace Marketplace.Host.Http;

/// <summary>Headers of an operation that the framework cannot see, because they are read and written where it does not look.</summary>
/// <param name="Asked">Headers that a caller may send, each with what it means.</param>
/// <param name="Answered">Headers of a success.</param>
/// <param name="MayBeUnchanged">Whether the answer can be 304, without a body.</param>
internal sealed record HeadersMetadata(
    IReadOnlyList<(string Name, string Meaning)> Asked, IReadOnlyList<(string Name, string Meaning)> Answered, bool MayBeUnchanged = false)
{
    /// <summary>Of an answer that has a version.</summary>
    public static HeadersMetadata Versioned { get; } = new(
        [("If-None-Match", "The ETag of an answer that is still there: 304 when it has not changed.")],
        [("ETag", "The version of the answer: as long as it is the same, so is the answer.")],
        MayBeUnchanged: true);
}
