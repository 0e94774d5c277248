using Nabla.Cli.Descriptions;
using Nabla.Data;
using Nabla.Diagnostics;

namespace Nabla.Cli.Runs;

/// <summary>The data set of a run .</summary>
internal static class RunData
{
    /// <summary>The data set that a description names.</summary>
    public static Dataset Find(RunDescription description) => Datasets.Find(description.Data)
        ?? throw (description.Json.Members.Find(m => m.Name == "data").Value ?? description.Json).Wrong(
            $"there is no data set '{description.Data}'.{NearestName.Hint(description.Data, Names)} Known are {string.Join(", ", Names)}.");

    static IEnumerable<string> Names => Datasets.All.Select(d => d.Name);
}
