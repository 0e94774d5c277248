using Nabla.Data;
using Nabla.Layers;
using Nabla.Losses;
using Nabla.Optimizers;
using Nabla.Training;

namespace Nabla.Tests.Training;

/// <summary>What a trainer says of a model that cannot be trained.</summary>
public sealed class TrainingErrorTests
{
    static readonly TensorDataset Data = new(new RandomStream(1).Normal([8, 3]), new RandomStream(2).Integers([8], 0, 2));

    [Fact]
    public void A_layer_in_a_field_that_nobody_registered_is_an_error()
    {
        var model = new Sequential(new Linear(3, 4), new Forgetful());
        var trainer = new Trainer(model, new Sgd(model, 0.1), Loss.CrossEntropy);
        var e = Should.Throw<UntrainedParameterException>(() => trainer.Fit(Data, 1));
        e.User.ShouldBe("model.1 (Forgetful)");
        e.Parameter.Shape.ShouldBe(new Shape([2, 4]));
        e.Message.ShouldBe("model.1 (Forgetful): cannot train the Linear's weight [2, 4]: it is no parameter of the model, and the optimizer does not move it. Register it in the layer's constructor with AddChild or AddParameter, or freeze it.");
    }

    [Fact]
    public void The_same_layer_frozen_or_moved_by_the_optimizer_is_none()
    {
        var forgetful = new Forgetful();
        var model = new Sequential(new Linear(3, 4), forgetful);
        new Trainer(model, new Sgd([.. model.Parameters(), .. forgetful.Inner.Parameters()], 0.1), Loss.CrossEntropy).Fit(Data, 1);
        forgetful.Inner.Freeze();
        new Trainer(model, new Sgd(model, 0.1), Loss.CrossEntropy).Fit(Data, 1);
        // Training a part of the model is no oversight, and neither is a loss that computes with parameters of its own.
        forgetful.Inner.Freeze(false);
        var first = (Linear)model[0];
        var other = new Linear(2, 2);
        new Trainer(new Sequential(first, new Linear(4, 2)), new Sgd(first, 0.1), (y, t) => Loss.CrossEntropy(other.Call(y), t)).Fit(Data, 1);
    }

    [Fact]
    public void With_detection_the_error_names_where_the_first_value_that_is_not_finite_arose()
    {
        var model = new Sequential(new Linear(3, 4), new Root(), new Linear(4, 2));
        var trainer = new Trainer(model, new Sgd(model, 0.1), Loss.CrossEntropy) { DetectAnomaly = true };
        var e = Should.Throw<NonFiniteLossException>(() => trainer.Fit(Data, 1));
        e.Origin!.Operation.ShouldBe("Sqrt");
        e.Origin.Layer.ShouldBe("model.1 (Root)");
        e.InnerException.ShouldBeSameAs(e.Origin);
        e.Value.ShouldBe(double.NaN);
        e.Message.ShouldStartWith("Trainer: cannot go on in epoch 1, step 1: model.1 (Root): Sqrt: cannot go on from [8, 4]: element [");
        AnomalyDetection.IsOn.ShouldBeFalse();

        var without = new Trainer(model, new Sgd(model, 0.1), Loss.CrossEntropy);
        Should.Throw<NonFiniteLossException>(() => without.Fit(Data, 1)).Origin.ShouldBeNull();
    }

    [Fact]
    public void A_finite_loss_whose_gradient_is_not_finite_is_found_too()
    {
        var model = new Sequential(new Linear(3, 4, bias: false), new Root(), new Linear(4, 2));
        ((Linear)model[0]).Weight.Assign(Tensor.Zeros([4, 3]));
        var trainer = new Trainer(model, new Sgd(model, 0.1), Loss.CrossEntropy) { DetectAnomaly = true };
        var e = Should.Throw<NonFiniteLossException>(() => trainer.Fit(Data, 1));
        (e.Origin!.Pass, e.Origin.Operation, e.Origin.Layer).ShouldBe((AnomalyPass.Backward, "Sqrt", "model.1 (Root)"));
        double.IsFinite(((Linear)model[0]).Weight.ToDoubles()[0]).ShouldBeTrue();
    }

    [Fact]
    public void Detection_changes_no_bit_of_a_training_that_succeeds()
    {
        double[] Trained(bool detect)
        {
            var model = new Sequential(new Linear(3, 4), new Gelu(), new Dropout(), new Linear(4, 2));
            new Trainer(model, new Adam(model), Loss.CrossEntropy) { DetectAnomaly = detect }.Fit(Data, 3, batchSize: 3);
            return [.. model.Parameters().SelectMany(p => p.ToDoubles())];
        }
        Trained(true).ShouldBe(Trained(false));
    }

    sealed class Forgetful : Module
    {
        public Linear Inner { get; } = new(4, 2);

        public override Tensor Forward(Tensor x) => Inner.Call(x);
    }

    sealed class Root : Module
    {
        public override Tensor Forward(Tensor x) => x.Sqrt();
    }
}
