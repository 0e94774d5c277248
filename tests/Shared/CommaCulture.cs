using System.Runtime.CompilerServices;

namespace Nabla.Tests;

/// <summary>Every test runs where numbers are written "1.234,5": whatever depends on the culture by mistake fails its test.</summary>
static class CommaCulture
{
#pragma warning disable CA2255 // a test assembly is loaded by the runner alone: there is no caller to surprise
    [ModuleInitializer]
    internal static void Install()
#pragma warning restore CA2255
    {
        var culture = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        System.Globalization.CultureInfo.DefaultThreadCurrentCulture = culture;
        System.Globalization.CultureInfo.CurrentCulture = culture;
    }
}
