import Projections
import QueryEngine

/// The engine asks its questions of the projections' tree as it is.
extension TreeOfDay: UnitTree {}
