"""Archive: parsed documents -> the assembled site. All pure."""
