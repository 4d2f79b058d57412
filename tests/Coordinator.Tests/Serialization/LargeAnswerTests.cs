using Akka.Actor;
using Akka.Hosting;
using DeepIoT.Clustering;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DeepIoT.Coordinator.Tests.Serialization;

/// <summary>Two real nodes: what one answers reaches the other, however many candidates a campaign has.</summary>
public sealed class LargeAnswerTests
{
    private const int Candidates = 5_000, Readings = 300;

    [Fact]
    public async Task The_results_of_five_thousand_measured_candidates_go_from_one_coordinator_to_another()
    {
        var port = FreePort.Next();
        using var one = await NodeAsync(port, port);
        using var other = await NodeAsync(0, port);
        var results = Results();
        System(one).ActorOf(Props.Create(() => new Answering(results)), "results");

        var answer = await System(other)
            .ActorSelection($"akka.tcp://{ClusterNames.System}@127.0.0.1:{port}/user/results")
            .Ask<ResultsReply>(new ResultsAsked { CampaignId = "large" }, TimeSpan.FromSeconds(60));

        Assert.Equal(results, answer);
        await Task.WhenAll(one.StopAsync(), other.StopAsync());
    }

    private static ActorSystem System(IHost node) => node.Services.GetRequiredService<ActorSystem>();

    private static async Task<IHost> NodeAsync(int port, int seed)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAkka(ClusterNames.System, (akka, _) => akka
            .WithCluster(new ClusterSettings(ClusterNames.CoordinatorRole, "127.0.0.1", port, [$"127.0.0.1:{seed}"])));
        var node = builder.Build();
        await node.StartAsync();
        return node;
    }

    private static ResultsReply Results()
    {
        var results = new ResultsReply();
        for (var i = 0; i < Candidates; i++)
        {
            var measured = new Measurement { Board = "simulated-board", BoardClass = Example.Class, MedianMs = i, Simulated = true };
            measured.ReadingsMs.Add(Enumerable.Repeat((double)i, Readings));
            results.Candidates.Add(new Candidate { TrialId = $"t{i}", Measurements = { measured } });
        }

        return results;
    }

    private sealed class Answering : ReceiveActor
    {
        public Answering(ResultsReply results) => Receive<ResultsAsked>(_ => Sender.Tell(results));
    }
}
