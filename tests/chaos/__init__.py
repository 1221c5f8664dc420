"""Everything that can break while a department is told its rota, broken on purpose."""
