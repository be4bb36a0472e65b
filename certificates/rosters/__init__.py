"""The papers around a batch's certificates: photo sheet, results, certificate data, receipt list."""
