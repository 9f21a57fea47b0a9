using Marketplace.Domain;

namespace Marketplace.Application;

/// <summary>Carries a refusal out of a handler: its transaction is given up, and the host answers with a problem.</summary>
/// <param name="rejection">Why, and what to do next.</param>
public sealed class RefusedException(Rejection rejection) : Exception(rejection.Code)
{
    /// <summary>Why, and what to do next.</summary>
    public Rejection Rejection { get; } = rejection;
}
