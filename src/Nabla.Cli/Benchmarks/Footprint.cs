using System.Diagnostics;
using System.Text.Json;
using Nabla.Cli.Benchmarks.Workloads;

namespace Nabla.Cli.Benchmarks;

/// <summary>The memory of a process that made steps of one workload and nothing else.</summary>
/// <param name="Steps">How many steps it made.</param>
/// <param name="PeakBytes">The most memory that was resident.</param>
/// <param name="AllocatedBytes">Bytes that one step allocates on the managed heap, on all threads, after the first tenth of the steps.</param>
/// <param name="Collections">Collections of generations 0, 1 and 2 in 1,000 of these steps.</param>
/// <param name="Marks">The memory after the first tenth of the steps, and after the last.</param>
internal sealed record Footprint(int Steps, long PeakBytes, long AllocatedBytes, IReadOnlyList<double> Collections, IReadOnlyList<FootprintMark> Marks)
{
    const int LeastSteps = 3;

    /// <summary>Makes the steps in this process, which should do nothing else.</summary>
    /// <param name="workload">Steps of what.</param>
    /// <param name="steps">How many at most.</param>
    /// <param name="seconds">For how long at most; a tenth of it ends the first tenth of the steps.</param>
    /// <param name="stop">Asks for a clean stop.</param>
    public static Footprint Of(Workload workload, int steps, double seconds, CancellationToken stop)
    {
        Compute.Threads = workload.ThreadCounts[^1];
        Action step = workload.Begin();
        long begun = Stopwatch.GetTimestamp();
        int Until(int done, int least, int most, double time)
        {
            while (done < most && (done < least || Stopwatch.GetElapsedTime(begun).TotalSeconds < time))
            {
                stop.ThrowIfCancellationRequested();
                step();
                done++;
            }
            return done;
        }

        int early = Until(0, 1, Math.Max(1, steps / 10), seconds / 10);
        FootprintMark first = FootprintMark.After(early);
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        int[] collections = Counts();
        int late = Until(early, early + LeastSteps, steps, seconds);
        double made = Math.Max(1, late - early);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        double[] rates = [.. Counts().Zip(collections, (now, before) => 1000 * (now - before) / made)];
        FootprintMark last = FootprintMark.After(late);
        using Process self = Process.GetCurrentProcess();
        return new(late, self.PeakWorkingSet64, (long)(allocated / made), rates, [first, last]);
    }

    /// <summary>How often each generation was collected for its own sake.</summary>
    static int[] Counts()
    {
        // A collection of a generation is one of those below it as well.
        int[] all = [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)];
        return [all[0] - all[1], all[1] - all[2], all[2]];
    }

    /// <summary>As JSON, in the form that <see cref="Read"/> takes.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("steps", Steps);
        json.WriteNumber("peakBytes", PeakBytes);
        json.WriteNumber("allocatedBytes", AllocatedBytes);
        json.WriteStartArray("collections");
        foreach (double rate in Collections) json.WriteNumberValue(rate);
        json.WriteEndArray();
        json.WriteStartArray("marks");
        foreach (FootprintMark mark in Marks)
        {
            json.WriteStartObject();
            json.WriteNumber("step", mark.Step);
            json.WriteNumber("heapBytes", mark.HeapBytes);
            json.WriteNumber("residentBytes", mark.ResidentBytes);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>What <see cref="Write"/> wrote.</summary>
    public static Footprint Read(JsonElement json) => new(
        json.GetProperty("steps").GetInt32(), json.GetProperty("peakBytes").GetInt64(), json.GetProperty("allocatedBytes").GetInt64(),
        [.. json.GetProperty("collections").EnumerateArray().Select(c => c.GetDouble())],
        [.. json.GetProperty("marks").EnumerateArray().Select(m => new FootprintMark(m.GetProperty("step").GetInt32(), m.GetProperty("heapBytes").GetInt64(), m.GetProperty("residentBytes").GetInt64()))]);
}
