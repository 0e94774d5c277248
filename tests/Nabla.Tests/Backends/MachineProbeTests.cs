using Nabla.Diagnostics;

namespace Nabla.Tests.Backends;

public sealed class MachineProbeTests
{
    [Fact]
    public void Rates_are_those_of_a_computer()
    {
        MachineProbe.FmaPeakGflops(1).ShouldBeInRange(0.05, 10_000);
        MachineProbe.FmaPeakGflops(2).ShouldBeInRange(0.05, 20_000);
        MachineProbe.BandwidthGBs(1).ShouldBeInRange(0.05, 10_000);
        Should.Throw<ArgumentOutOfRangeException>(() => MachineProbe.FmaPeakGflops(0));
        Should.Throw<ArgumentOutOfRangeException>(() => MachineProbe.BandwidthGBs(0));
    }
}
