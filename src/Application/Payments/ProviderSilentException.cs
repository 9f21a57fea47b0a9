namespace Marketplace.Application.Payments;

/// <summary>A provider did not answer, or not yet as hoped; the message is tried again later, for as long as it takes.</summary>
/// <param name="what">The operation, without personal data.</param>
public sealed class ProviderSilentException(string what) : Exception($"No final answer yet: {what}");

/// <summary>A provider refused something that it should not have; a person must look.</summary>
/// <param name="what">The operation and the reason, without personal data.</param>
public sealed class ProviderRefusedException(string what) : Exception($"Refused by the provider: {what}");
