using Wolverine.Marten;

namespace Marketplace.Application;

/// <summary>
/// Loads a stream for writing and locks it until the transaction ends: for streams that many commands of one customer meet
/// on, where the optimistic check alone would refuse all but one.
/// </summary>
public sealed class LockedAttribute : WriteAggregateAttribute
{
    /// <summary>Names the member of the command that holds the stream's id.</summary>
    public LockedAttribute(string idMember) : base(idMember) => LoadStyle = ConcurrencyStyle.Exclusive;
}
