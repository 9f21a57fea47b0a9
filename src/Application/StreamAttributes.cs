using Wolverine.Marten;

namespace Marketplace.Application;

/// <summary>Loads a stream for writing; its version is checked when the handler's events are saved.</summary>
public sealed class LoadedAttribute : WriteAggregateAttribute
{
    /// <summary>Names the member of the command that holds the stream's id. A missing stream is the handler's to refuse.</summary>
    public LoadedAttribute(string idMember) : base(idMember) => (IdMember, Required) = (idMember, false);

    /// <summary>The member of the command that holds the stream's id.</summary>
    public string IdMember { get; }
}

/// <summary>
/// Loads a stream for writing and locks it until the transaction ends: for streams that many commands of one customer meet
/// on, where the optimistic check alone would refuse all but one. In a handler the locked stream comes first, so that the
/// others are read after the lock is there and two handlers never wait for each other.
/// </summary>
public sealed class LockedAttribute : WriteAggregateAttribute
{
    /// <summary>Names the member of the command that holds the stream's id. A missing stream is the handler's to refuse.</summary>
    public LockedAttribute(string idMember) : base(idMember)
    {
        IdMember = idMember;
        LoadStyle = ConcurrencyStyle.Exclusive;
        Required = false;
    }

    /// <summary>The member of the command that holds the stream's id.</summary>
    public string IdMember { get; }
}
