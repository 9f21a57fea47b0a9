namespace Marketplace.Application.GroupCommits;

/// <summary>A command of a grouped handler that is not always carried out together with others.</summary>
public interface ISometimesAlone
{
    /// <summary>Whether its ordinary handler shall carry it out. It must not throw, whatever the command holds: nobody has looked at it yet.</summary>
    bool GoesAlone { get; }
}
