"""Array types of the training code; shapes are given where they are used."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Floats32 = npt.NDArray[np.float32]
Floats16 = npt.NDArray[np.float16]
