using System.Reflection;
using System.Text;
using System.Text.Json;
using Nabla.Cli.Descriptions;
using Nabla.Cli.Terminal;
using Nabla.Layers;
using Nabla.Optimizers;
using Nabla.Tests;
using Module = Nabla.Layers.Module;

namespace Nabla.Cli.Tests;

/// <summary>Descriptions of trainings: what is wrong in one is named by path and line.</summary>
public sealed class DescriptionTests
{
    const string Rest = "\"loss\": \"crossEntropy\", \"optimizer\": \"adam\"";

    [Theory]
    [InlineData("{ \"data\": \"iris\", \"layers\": [\"relu\",\n  \"relu\",\n {\"kind\": \"linear\", \"outFeatures\": 0}], " + Rest + "}", "layers[2].outFeatures: must be at least 1, not 0.", "line 3, column 36")]
    [InlineData("{ \"data\": \"iris\", \"layers\": [{\"kind\": \"linear\", \"outFeature\": 3}], " + Rest + "}", "layers[0].outFeature: there is no such field. Did you mean 'outFeatures'?", "line 1")]
    [InlineData("{ \"data\": \"iris\", \"layers\": [{\"kind\": \"linear\"}], " + Rest + "}", "layers[0]: the field 'outFeatures' is missing", "line 1")]
    [InlineData("{ \"data\": \"iris\", \"layers\": [\"rellu\"], " + Rest + "}", "layers[0]: there is no layer 'rellu'. Did you mean 'relu'?", "line 1")]
    [InlineData("{ \"data\": \"iris\", \"layers\": [{\"kind\": \"linear\", \"outFeatures\": 3, \"inFeatures\": 5}], " + Rest + "}", "layers[0].inFeatures: the layer is to take 5 features, but 4 reach it.", "line 1")]
    [InlineData("{ \"data\": \"iris\", \"layers\": [{\"kind\": \"linear\", \"outFeatures\": 2}], " + Rest + "}", "layers[0]: the last layer gives [1, 2], but iris needs [N, 3]", "line 1")]
    [InlineData("{ \"data\": \"iris\", \"layers\": [{\"kind\": \"dropout\", \"p\": 2}], " + Rest + "}", "layers[0].p: must be at most 1, not 2.", "line 1")]
    [InlineData("{ \"data\": \"digits\", \"layers\": [\"flatten\", {\"kind\": \"gru\", \"hiddenSize\": 4}], " + Rest + "}", "layers[1].kind: a recurrent network takes [N, T, features], but [1, 64] reaches it.", "line 1")]
    [InlineData("{ \"data\": \"digits\", \"layers\": [{\"kind\": \"steps\", \"features\": 7}], " + Rest + "}", "layers[0].features: an example has 64 numbers, which are no multiple of 7.", "line 1")]
    [InlineData("{ \"data\": \"digits\", \"layers\": [{\"kind\": \"lstm\", \"hiddenSize\": 4, \"projSize\": 4}], " + Rest + "}", "layers[0].projSize: must be below the hidden size 4, not 4.", "line 1")]
    [InlineData("{ \"data\": \"digits\", \"layers\": [{\"kind\": \"rnn\", \"hiddenSize\": 4, \"nonlinearity\": \"tan\"}], " + Rest + "}", "layers[0].nonlinearity: 'tan' is none of tanh, relu.", "line 1")]
    [InlineData("{ \"data\": \"digits\", \"layers\": [{\"kind\": \"embedding\", \"count\": 4, \"features\": 2, \"paddingIndex\": 4}], " + Rest + "}", "layers[0].paddingIndex: 4 is none of the 4 numbers from 0 on.", "line 1")]
    [InlineData("{ \"data\": \"iris\", \"layers\": [], " + Rest + "}", "layers: a model has at least one layer.", "line 1")]
    [InlineData("{ \"data\": \"iriss\", \"layers\": [\"relu\"], " + Rest + "}", "data: there is no data set 'iriss'. Did you mean 'iris'?", "line 1, column 11")]
    [InlineData("{ \"data\": \"diabetes\", \"layers\": [{\"kind\": \"linear\", \"outFeatures\": 1}], " + Rest + "}", "loss: crossEntropy compares classes, but the answers of diabetes are numbers.", "line 1")]
    [InlineData("{ \"data\": \"iris\", \"layers\": [\"relu\"], \"epochs\": \"ten\", " + Rest + "}", "epochs: must be a whole number, not a string.", "line 1")]
    [InlineData("{ \"data\": \"iris\", \"layers\": [\"relu\"], \"epochs\": 1.5, " + Rest + "}", "epochs: must be a whole number, not 1.5.", "line 1")]
    [InlineData("{ \"data\": \"iris\", \"layers\": [\"relu\"], \"epoch\": 1, " + Rest + "}", "epoch: there is no such field. Did you mean 'epochs'?", "line 1")]
    [InlineData("{ \"data\": \"iris\", \"data\": \"wine\" }", "data: the field is given twice.", "line 1")]
    [InlineData("{ \"data\": \"iris\", \"layers\": [\"relu\"], \"loss\": \"crossEntropy\", \"optimizer\": {\"kind\": \"sgd\"} }", "optimizer: the field 'learningRate' is missing", "line 1")]
    [InlineData("{ \"data\": \"iris\", \"layers\": [{\"kind\": \"linear\", \"outFeatures\": 3}], \"loss\": \"crossEntropy\",\n \"optimizer\": {\"kind\": \"sgd\", \"learningRate\": 1, \"nesterov\": true} }", "optimizer: Sgd: cannot use Nesterov's momentum with momentum 0 and dampening 0", "line 2")]
    [InlineData("{ \"data\": \"iris\", \"layers\": [{\"kind\": \"linear\", \"outFeatures\": 3}], \"loss\": \"crossEntropy\", \"optimizer\": {\"kind\": \"rprop\", \"decrease\": 0} }", "optimizer.decrease: must be above 0, not 0.", "line 1")]
    [InlineData("{ \"data\": \"iris\" ", "this is no JSON", "line 1")]
    [InlineData("[]", "a training is described by an object, not a list.", "line 1, column 1")]
    [InlineData("", "this is no JSON", "line 1")]
    public void Mistakes_are_named_by_path_and_line(string text, string message, string place)
    {
        using var folder = new TemporaryFolder();
        CommandRun run = CommandRun.Of("train", folder.File("net.json", text), "--out", folder.File("run"), "--json");
        run.Code.ShouldBe(2);
        JsonElement error = run.Answer.GetProperty("error");
        error.GetProperty("kind").GetString().ShouldBe("description");
        error.GetProperty("message").GetString()!.ShouldContain(message);
        error.GetProperty("where").GetString()!.ShouldContain(place);
        Directory.Exists(folder.File("run")).ShouldBeFalse();
    }

    [Fact]
    public void Random_damage_is_refused_or_read_but_never_a_crash()
    {
        byte[] whole = Encoding.UTF8.GetBytes("{\"data\":\"iris\",\"layers\":[{\"kind\":\"linear\",\"outFeatures\":3}],\"loss\":\"crossEntropy\",\"optimizer\":{\"kind\":\"adam\",\"learningRate\":1e-3}}");
        var random = new Random(3);
        for (int i = 0; i < 5000; i++)
        {
            byte[] bytes = [.. whole];
            for (int j = random.Next(1, 4); j > 0; j--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                RunDescription.Read("x", LocatedJson.Parse("x", bytes[..random.Next(1, bytes.Length + 1)]));
            }
            catch (CommandFailure failure)
            {
                failure.Kind.ShouldBe("description");
            }
        }
    }

    [Fact]
    public void Every_preset_reads_its_own_writing_and_summarises()
    {
        DescriptionSource.Presets.ShouldBe(["breast-cancer", "char-transformer", "cnn", "digits", "iris", "lenet", "mnist-mlp", "mnist-softmax", "names-lstm", "wine"]);
        foreach (string preset in DescriptionSource.Presets)
        {
            RunDescription description = DescriptionSource.Read(preset);
            description.Name.ShouldBe(preset);
            string written = JsonText.Of(description.Write);
            JsonText.Of(RunDescription.Read("", LocatedJson.Parse(preset, Encoding.UTF8.GetBytes(written))).Write).ShouldBe(written);
            JsonElement summary = CommandRun.Json("summary", preset);
            summary.GetProperty("parameters").GetInt64().ShouldBePositive();
            summary.GetProperty("layers")[0].EnumerateObject().Select(p => p.Name).ShouldBe(["path", "kind", "output", "parameters", "multiplyAdds"]);
        }
        CommandRun.Json("summary", "mnist-mlp").GetProperty("parameters").GetInt64().ShouldBe(784 * 128 + 128 + 128 * 10 + 10);
        CommandRun.Json("summary", "lenet").GetProperty("parameters").GetInt64().ShouldBe(61_706);
    }

    /// <summary>Images of digits, row after row.</summary>
    [Theory]
    [InlineData("{\"kind\": \"rnn\", \"hiddenSize\": 24, \"nonlinearity\": \"relu\", \"numLayers\": 2}")]
    [InlineData("{\"kind\": \"lstm\", \"hiddenSize\": 24, \"projSize\": 12, \"bidirectional\": true}")]
    [InlineData("{\"kind\": \"gru\", \"hiddenSize\": 24, \"numLayers\": 2, \"dropout\": 0.1, \"bias\": false}")]
    public void Models_of_sequences_are_described_trained_and_read_again(string layer)
    {
        using var folder = new TemporaryFolder();
        string text = "{ \"data\": \"digits\", \"epochs\": 8, \"layers\": [{\"kind\": \"steps\", \"features\": 8}, " + layer + ", \"last\", {\"kind\": \"linear\", \"outFeatures\": 10}], "
            + "\"loss\": \"crossEntropy\", \"optimizer\": {\"kind\": \"adam\", \"learningRate\": 0.01} }";
        string file = folder.File("rows.json", text), run = folder.File("run");
        CommandRun.Json("summary", file).GetProperty("layers").EnumerateArray().Select(l => l.GetProperty("output").ToString()).Last().ShouldContain("10");
        double accuracy = CommandRun.Json("train", file, "--out", run).GetProperty("testAccuracy").GetDouble();
        accuracy.ShouldBeGreaterThan(0.85);
        CommandRun.Json("eval", run).GetProperty("accuracy").GetDouble().ShouldBe(accuracy);
    }

    /// <summary>By reflection: an optimizer that no file can name fails, and so does a default that is not the constructor's.</summary>
    [Fact]
    public void Every_optimizer_but_lbfgs_is_described_with_its_constructors_defaults()
    {
        var described = new List<Type> { typeof(Lbfgs) };
        foreach (var kind in OptimizerKinds.All.All)
        {
            string rate = kind.Name == "sgd" ? ", \"learningRate\": 0.5" : "";
            Optimizer made = OptimizerKinds.Create(OptimizerKinds.All.Read(LocatedJson.Parse("x", Encoding.UTF8.GetBytes($"{{\"kind\": \"{kind.Name}\"{rate}}}"))), new Linear(2, 2));
            ConstructorInfo constructor = made.GetType().GetConstructors().First(c => c.GetParameters()[0].ParameterType == typeof(Module));
            var plain = (Optimizer)constructor.Invoke([new Linear(2, 2), .. constructor.GetParameters().Skip(1).Select(p => p.HasDefaultValue ? p.DefaultValue : 0.5)]);
            Options(made).ShouldBe(Options(plain), kind.Name);
            described.Add(made.GetType());
        }
        typeof(Optimizer).Assembly.GetTypes().Where(t => t is { IsPublic: true, IsAbstract: false } && t.IsSubclassOf(typeof(Optimizer))).ShouldBe(described, ignoreOrder: true);

        static IEnumerable<string> Options(Optimizer optimizer) =>
        [
            .. optimizer.GetType().GetProperties().Where(p => p.Name is not ("Groups" or "Parameters")).Select(p => $"{p.Name}={p.GetValue(optimizer)}"),
            .. optimizer.Groups.Select(g => FormattableString.Invariant($"{g.Parameters.Count} {g.LearningRate} {g.WeightDecay} {g.Momentum}")),
        ];
    }

    [Fact]
    public void The_published_schema_is_the_one_that_checks()
    {
        string published = Repository.Path("docs", "schema", "nabla-train.schema.json");
        if (Environment.GetEnvironmentVariable("NABLA_ACCEPT_SCHEMA") == "1") File.WriteAllText(published, DescriptionSchema.Text());
        File.ReadAllText(published).ShouldBe(DescriptionSchema.Text(), "If the change is meant, run the tests once with NABLA_ACCEPT_SCHEMA=1 and commit the file.");
        using Stream embedded = typeof(DescriptionSchema).Assembly.GetManifestResourceStream("nabla-train.schema.json")!;
        JsonDocument.Parse(embedded).RootElement.GetProperty("$schema").GetString().ShouldBe(DescriptionSchema.Id);
    }
}
