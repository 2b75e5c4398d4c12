// The diagram viewer; loaded only where a diagram is shown.
