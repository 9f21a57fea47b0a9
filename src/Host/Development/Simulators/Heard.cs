namespace Marketplace.Host.Development.Simulators;

/// <summary>
/// What a simulator does with a request: it answers; it stays silent although the request was carried out; or, with neither,
/// the reference was used before for something else.
/// </summary>
/// <typeparam name="TReply">The answer.</typeparam>
/// <param name="Reply">What it answers, if it does.</param>
/// <param name="Silent">Carried out, and no answer.</param>
public sealed record Heard<TReply>(TReply? Reply, bool Silent = false)
    where TReply : class;
