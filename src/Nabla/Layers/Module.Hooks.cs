namespace Nabla.Layers;

/// <summary>Functions that watch a layer, and may change what passes through it.</summary>
public abstract partial class Module
{
    ModuleHooks? hooks;

    /// <summary>Calls a function with every input that reaches the layer by <see cref="Call"/>, before the formula.</summary>
    /// <param name="hook">Given the layer and its input, returns the input to go on with, or null for the same.</param>
    /// <returns>Disposing it removes the function.</returns>
    /// <remarks>
    /// Functions run in the order in which they were added, each on what the one before returned: those of inputs, the formula, those of outputs.
    /// <see cref="Forward"/> called directly runs none. Of a layer with several inputs or outputs they see the first. What they throw passes on with the
    /// layer's name: in <see cref="NablaException.Layer"/>, in <see cref="Exception.Data"/> under "Layer" for other errors. Add and remove them while the
    /// layer is not computing on another thread.
    /// </remarks>
    public IDisposable OnForwardInput(Func<Module, Tensor, Tensor?> hook) => (hooks ??= new()).Inputs.Add(hook);

    /// <summary>Calls a function with every output that the layer gives by <see cref="Call"/>, after the formula.</summary>
    /// <param name="hook">Given the layer, its input (as the functions of inputs left it) and its output, returns the output to go on with, or null for the same.</param>
    /// <returns>Disposing it removes the function.</returns>
    /// <remarks><inheritdoc cref="OnForwardInput" path="/remarks"/></remarks>
    public IDisposable OnForward(Func<Module, Tensor, Tensor, Tensor?> hook) => (hooks ??= new()).Outputs.Add(hook);

    /// <summary>Calls a function in a backward pass with the gradients at the input and at the output of every <see cref="Call"/> that was recorded since.</summary>
    /// <param name="hook">
    /// Given the layer, the gradient at the input (null where the input requires none) and the one at the output, returns the gradient at the input
    /// to go on with, of the same shape, or null for the same.
    /// </param>
    /// <returns>Disposing it removes the function, also from graphs recorded before.</returns>
    /// <remarks>
    /// The gradient at the output is that of the layer's own output, before functions of <see cref="OnForward"/> replaced it; the one at the input is
    /// what this application of the layer alone contributes. Functions run in the order in which they were added, once both gradients are complete. What they throw passes
    /// on with the layer's name. Gradients of parameters are not changed by what they return.
    /// </remarks>
    public IDisposable OnGradient(Func<Module, Tensor?, Tensor, Tensor?> hook) => (hooks ??= new()).Gradients.Add(hook);

    /// <summary>Applies a formula of the layer that takes more than one tensor, as <see cref="Call"/> applies <see cref="Forward"/>: with the functions that watch the layer, and its name in front of what goes wrong.</summary>
    /// <typeparam name="T">What the formula takes beside its first tensor.</typeparam>
    /// <param name="x">The first input: what the functions see and may replace.</param>
    /// <param name="others">The other inputs.</param>
    /// <param name="formula">The formula.</param>
    /// <returns>The output.</returns>
    protected Tensor CallWith<T>(Tensor x, T others, Func<Tensor, T, Tensor> formula)
    {
        ArgumentNullException.ThrowIfNull(formula);
        return CallWith<(T Others, Func<Tensor, T, Tensor> Formula), object?>(x, (others, formula), static (x, given) => (given.Formula(x, given.Others), null)).Output;
    }

    /// <summary>Applies a formula of the layer that takes and gives more than one tensor, as <see cref="Call"/> applies <see cref="Forward"/>: with the functions that watch the layer, and its name in front of what goes wrong.</summary>
    /// <typeparam name="T">What the formula takes beside its first tensor.</typeparam>
    /// <typeparam name="TRest">What it gives beside its first tensor.</typeparam>
    /// <param name="x">The first input: what the functions see and may replace.</param>
    /// <param name="others">The other inputs.</param>
    /// <param name="formula">The formula: its first output is what the functions see and may replace.</param>
    /// <returns>The output, and the rest as the formula gave it.</returns>
    protected (Tensor Output, TRest Others) CallWith<T, TRest>(Tensor x, T others, Func<Tensor, T, (Tensor Output, TRest Others)> formula)
    {
        ArgumentNullException.ThrowIfNull(formula);
        try
        {
            return IsWatched ? Watched(x, others, formula) : formula(x, others);
        }
        catch (NablaException e) when (Locate(e))
        {
            throw;
        }
    }

    /// <summary>Names the layer in an error, the innermost layer alone; for an exception filter, so it never catches.</summary>
    internal bool Locate(Exception e)
    {
        if (e is NablaException own) return Locate(own);
        const string key = "Layer";
        if (!e.Data.Contains(key)) e.Data[key] = ToString();
        return false;
    }

    /// <summary>Whether anything looks at the layer's calls.</summary>
    internal bool IsWatched => hooks is not null || ThreadWatch.Current is not null;

    (Tensor Output, TRest Others) Watched<T, TRest>(Tensor x, T others, Func<Tensor, T, (Tensor Output, TRest Others)> formula)
    {
        if (hooks is not null) x = Hooked(() => hooks.Before(this, x));
        GradientRelay? relay = hooks is { Gradients.IsEmpty: false } && NoGrad.IsRecording ? new(this, hooks.Gradients) : null;
        (Tensor y, TRest rest) = Traced(relay?.Input(x) ?? x, others, formula);
        y = relay?.Output(y) ?? y;
        if (hooks is not null) y = Hooked(() => hooks.After(this, x, y));
        return (y, rest);
    }

    /// <summary>Applies the formula alone, as a call that vertices made in it remember.</summary>
    (Tensor Output, TRest Others) Traced<T, TRest>(Tensor x, T others, Func<Tensor, T, (Tensor Output, TRest Others)> formula)
    {
        if (ThreadWatch.Current is not { } watch) return formula(x, others);
        object? outer = watch.Call;
        var call = new LayerCall(this, outer as LayerCall);
        watch.Call = call;
        try
        {
            (Tensor y, TRest rest) = formula(x, others);
            if (typeof(T) == typeof(OwnForward)) watch.Called?.Invoke(call, x, y); // Forward; another formula cannot be repeated from its first tensor alone
            return (y, rest);
        }
        finally
        {
            watch.Call = outer;
        }
    }

    Tensor Hooked(Func<Tensor> functions)
    {
        try
        {
            return functions();
        }
        catch (Exception e) when (Locate(e))
        {
            throw;
        }
    }

    /// <summary>What <see cref="Call"/> passes on: the formula is <see cref="Forward"/>.</summary>
    readonly record struct OwnForward(Module Layer);
}
