namespace Nabla.Layers;

/// <summary>How layers apply children that take more than one tensor.</summary>
public abstract partial class Module
{
    /// <summary>Runs a formula of several inputs, with the layer's path in front of what goes wrong.</summary>
    /// <typeparam name="T">What the formula gives.</typeparam>
    /// <param name="formula">An application of this layer.</param>
    internal T Locating<T>(Func<T> formula) => Locating(formula, static formula => formula());

    /// <summary>A formula of the layer that is given what it takes: nothing is made for it, so it suits what every step does.</summary>
    internal T Locating<TGiven, T>(TGiven given, Func<TGiven, T> formula)
    {
        try
        {
            return formula(given);
        }
        catch (NablaException e) when (Locate(e))
        {
            throw;
        }
    }
}
