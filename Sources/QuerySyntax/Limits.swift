/// How deeply brackets, operators and pipelines may be nested.
///
/// Every phase walks the tree recursively; at this bound parsing and printing stay within 2 MB of
/// stack in an unoptimised build, a quarter of what a thread has on Linux. No question asked so far
/// needs a tenth of it.
package let nestingDepthMax = 100
