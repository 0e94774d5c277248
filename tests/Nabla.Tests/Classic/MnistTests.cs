using Nabla.Classic;
using Nabla.Data;
using Nabla.Layers;
using Nabla.Losses;
using Nabla.Optimizers;
using Nabla.Training;

namespace Nabla.Tests.Classic;

/// <summary>What the classic systems reach on the 60,000 digits of MNIST, with the settings that docs/design/015-classic-systems.md tells.</summary>
public sealed class MnistTests
{
    [MnistTheory]
    [InlineData(PerceptronVariant.Rosenblatt, 2, 0.85)]
    [InlineData(PerceptronVariant.Averaged, 2, 0.92)]
    public void A_perceptron_tells_digits_apart(PerceptronVariant variant, int epochs, double accuracy)
    {
        var model = new Perceptron(784, classes: 10, variant);
        model.Fit(Datasets.Mnist.Train, epochs);
        (1 - model.ErrorRate(Datasets.Mnist.Test)).ShouldBeGreaterThanOrEqualTo(accuracy);
    }

    [MnistTheory]
    [InlineData(2, 0.91)]
    public void A_linear_machine_with_the_hinge_loss_tells_them_apart(int epochs, double accuracy)
    {
        var model = new LinearSvm(784, 10);
        var trainer = new Trainer(model, new Adam(model), model.Objective);
        trainer.Fit(Datasets.Mnist.Train, epochs, batchSize: 128);
        trainer.Evaluate(Datasets.Mnist.Test).Accuracy!.Value.ShouldBeGreaterThanOrEqualTo(accuracy);
    }

    [MnistTheory]
    [InlineData(1, false, 0.1, 0.6)]
    [InlineData(1, true, 0.02, 0.6)]
    public void Reconstructions_get_better_from_epoch_to_epoch(int steps, bool persistent, double rate, double left)
    {
        var model = new RestrictedBoltzmannMachine(784, 128);
        var training = new ContrastiveDivergence(model, new Sgd(model, rate, momentum: 0.5), steps, persistent);
        IReadOnlyList<double> errors = training.Fit(Datasets.Mnist.Train, epochs: 3);
        for (int i = 1; i < errors.Count; i++) errors[i].ShouldBeLessThan(errors[i - 1]);
        errors[^1].ShouldBeLessThan(left * errors[0]);
        model.ReconstructionError(Datasets.Mnist.Test).ShouldBeLessThan(errors[^1] * 1.05, "of digits never seen, and without chance");
    }

    [MnistTheory]
    [InlineData(0.975)]
    public void A_deep_belief_network_is_pretrained_and_tuned(double accuracy)
    {
        var network = new DeepBeliefNetwork([784, 256, 128]);
        foreach (IReadOnlyList<double> errors in network.Pretrain(Datasets.Mnist.Train, epochs: 1)) errors.ShouldHaveSingleItem().ShouldBeLessThan(0.1);
        Sequential model = network.Unroll(10);
        var trainer = new Trainer(model, new Adam(model, 2e-3), Loss.CrossEntropy);
        trainer.Fit(Datasets.Mnist.Train, epochs: 5, batchSize: 128);
        trainer.Evaluate(Datasets.Mnist.Test).Accuracy!.Value.ShouldBeGreaterThanOrEqualTo(accuracy);
    }

    /// <summary>A theory that needs MNIST, seen to be skipped where it is not.</summary>
    sealed class MnistTheoryAttribute : TheoryAttribute
    {
        public MnistTheoryAttribute()
        {
            try
            {
                _ = Datasets.Mnist.Test.Count;
            }
            catch (DatasetNotFoundException e)
            {
                Skip = e.Message;
            }
        }
    }
}
