namespace Marketplace.Application.Privacy;

/// <summary>A personal value was to be written for a subject that has no key (any more). The write is given up.</summary>
/// <param name="subject">Whose value it is.</param>
public sealed class SubjectErasedException(Guid subject)
    : Exception($"The subject {subject} has no key: it is erased, or its key was never made. Nothing personal can be written for it.")
{
    /// <summary>Whose value it is.</summary>
    public Guid Subject { get; } = subject;
}
