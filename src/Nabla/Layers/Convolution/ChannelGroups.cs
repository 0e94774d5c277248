namespace Nabla.Layers;

/// <summary>The rule that grouped convolutions share.</summary>
internal static class ChannelGroups
{
    /// <summary>Refuses numbers of channels that fall into no such groups.</summary>
    public static void Check(string layer, int inChannels, int outChannels, int groups)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (inChannels % groups != 0 || outChannels % groups != 0)
            throw new ArgumentException($"{layer}: cannot connect {inChannels} to {outChannels} channels in {groups} groups: {(inChannels % groups != 0 ? inChannels : outChannels)} is no multiple of {groups}.", nameof(groups));
    }
}
