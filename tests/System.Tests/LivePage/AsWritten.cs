using Xunit.Abstractions;
using Xunit.Sdk;

namespace DeepIoT.SystemTests.LivePage;

/// <summary>Those that follow the campaign come before those that look back at it.</summary>
public sealed class AsWritten : ITestCaseOrderer
{
    public IEnumerable<TTestCase> OrderTestCases<TTestCase>(IEnumerable<TTestCase> testCases)
        where TTestCase : ITestCase =>
        testCases.OrderBy(test => test.TestMethod.Method.Name switch
        {
            nameof(LivePageTests.A_campaign_is_followed_to_its_models_without_a_reload) => 0,
            nameof(LivePageTests.The_page_goes_on_by_itself_after_its_coordinator_was_started_again_in_the_middle_of_a_campaign_for_two_visitors_alike) => 2,
            _ => 1,
        });
}
