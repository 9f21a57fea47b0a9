using System.Text.Json;
using Marketplace.Domain;

namespace Marketplace.Host.Http;

/// <summary>A refusal that HTTP alone decides, with a status that no decision of the domain has.</summary>
/// <param name="Status">The status.</param>
/// <param name="Rejection">The code and the sentences.</param>
public sealed record RequestFault(int Status, Rejection Rejection);

/// <summary>Carries a fault out of a JSON converter; the serializer adds the path of the member.</summary>
/// <param name="fault">What is wrong.</param>
public sealed class RequestFaultException(RequestFault fault) : JsonException(fault.Rejection.Code)
{
    /// <summary>What is wrong.</summary>
    public RequestFault Fault { get; } = fault;
}
