"""What every long run needs: progress, stopping, worker processes, sampling."""
