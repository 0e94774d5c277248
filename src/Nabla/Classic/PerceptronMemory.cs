using Nabla.Data;

namespace Nabla.Classic;

/// <summary>What the averaged and the pocket perceptron remember beside the weights.</summary>
internal sealed class PerceptronMemory(Perceptron model, IDataset data)
{
    readonly PerceptronVariant variant = model.Variant;
    Tensor weight = Held(model.Variant == PerceptronVariant.Averaged ? Tensor.Zeros(model.Weight.Shape, DType.Float64) : model.Weight);
    Tensor bias = Held(model.Variant == PerceptronVariant.Averaged ? Tensor.Zeros(model.Bias.Shape, DType.Float64) : model.Bias);
    long met;
    int run, longest;
    double error = double.PositiveInfinity;

    /// <summary>An example was classified rightly.</summary>
    public void Right()
    {
        met++;
        run++;
    }

    /// <summary>The weights are about to change.</summary>
    public void BeforeMistake()
    {
        if (variant == PerceptronVariant.Pocket) Judge();
        run = 0;
    }

    /// <summary>
    /// The weights have changed by Δ. The mean of the weights after each of T examples is w − Σ tᵢ·Δᵢ / T, where tᵢ examples came before the i-th change:
    /// nothing has to be added up where nothing changes.
    /// </summary>
    public void AfterMistake(Tensor weightChange, Tensor biasChange)
    {
        if (variant == PerceptronVariant.Averaged)
        {
            weight.Overwrite(weight + weightChange * (double)met);
            bias.Overwrite(bias + biasChange * (double)met);
        }
        met++;
    }

    /// <summary>Gives the model the weights of its variant.</summary>
    public void Keep()
    {
        if (variant == PerceptronVariant.Averaged && met > 0)
        {
            model.Weight.Assign(model.Weight - weight / met);
            model.Bias.Assign(model.Bias - bias / met);
        }
        if (variant != PerceptronVariant.Pocket) return;
        Judge();
        model.Weight.Assign(weight);
        model.Bias.Assign(bias);
    }

    /// <summary>The ratchet: the longest run so far asks whether these weights belong into the pocket.</summary>
    void Judge()
    {
        if (run <= longest) return;
        longest = run;
        double now = model.ErrorRate(data);
        if (now >= error) return;
        error = now;
        weight = Held(model.Weight);
        bias = Held(model.Bias);
    }

    /// <summary>A copy that outlives the step.</summary>
    static Tensor Held(Tensor x)
    {
        using var constant = new NoGrad();
        return StepScope.Keep(x.Clone());
    }
}
