"""Where everything is put together: settings, addresses, the web door's server entry. Nothing imports it."""
