using System.Xml.Linq;

// Sums up the .trx files below the first argument, one of each test project below the second: names what
// failed, says why something was skipped, and ends with the line that a continuous integration reads.
var (results, tests) = (args[0], args[1]);
var runs = Directory.Exists(results)
    ? Directory.GetFiles(results, "*.trx", SearchOption.AllDirectories).Select(file => XDocument.Load(file).Root!).ToList()
    : [];
var outcomes = runs.SelectMany(run => Named(run, "UnitTestResult")).ToLookup(result => result.Attribute("outcome")?.Value switch
{
    "Passed" => "passed",
    "NotExecuted" => "skipped",
    _ => "failed",
});

foreach (var skipped in outcomes["skipped"].GroupBy(Message).OrderBy(group => group.Key, StringComparer.Ordinal))
    Console.WriteLine($"skipped {skipped.Count()}: {skipped.Key}");
foreach (var failed in outcomes["failed"])
    Console.WriteLine($"failed {failed.Attribute("testName")?.Value}: {Message(failed)}");

var projects = Directory.GetFiles(tests, "*.Tests.csproj", SearchOption.AllDirectories).Length;
var broken = runs.Count(run => Named(run, "ResultSummary").Single().Attribute("outcome")?.Value is not ("Completed" or "Failed"));
var missing = projects - runs.Count + broken;
if (missing > 0)
    Console.WriteLine($"failed: {missing} of {projects} test projects did not run to their end");

Console.WriteLine($"{outcomes["passed"].Count()} passed, {outcomes["failed"].Count() + missing} failed, {outcomes["skipped"].Count()} skipped");
return outcomes["failed"].Any() || missing > 0 ? 1 : 0;

static IEnumerable<XElement> Named(XElement root, string name) => root.Descendants().Where(element => element.Name.LocalName == name);

static string Message(XElement result) =>
    Named(result, "Message").Concat(Named(result, "StdOut")).FirstOrDefault()?.Value.Trim().Split('\n')[0] ?? "no reason given";
