"""Files of users: definition files (YAML) and registers (CSV), in and out (design.md section 4)."""
