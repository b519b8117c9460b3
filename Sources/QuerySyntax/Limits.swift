/// How deeply brackets, operators and pipelines may be nested.
///
/// Every phase walks the tree recursively; this bound keeps the walk well inside the smallest
/// thread stack (half a megabyte), and no question asked so far needs a tenth of it.
package let nestingDepthMax = 100
