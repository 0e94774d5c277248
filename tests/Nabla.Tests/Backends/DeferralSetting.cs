using System.Globalization;
using System.Runtime.CompilerServices;
using Nabla.Backends.Cpu;

namespace Nabla.Tests.Backends;

/// <summary>Lets a process put off elementwise operations from another size on than usual: all of them where the variable is 0.</summary>
static class DeferralSetting
{
    public const string Variable = "NABLA_TEST_DEFER_FROM";

#pragma warning disable CA2255 // the tests of this process run with the setting from the first one on
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Apply()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { } bytes) Deferral.SmallestBytes = int.Parse(bytes, CultureInfo.InvariantCulture);
    }
}
