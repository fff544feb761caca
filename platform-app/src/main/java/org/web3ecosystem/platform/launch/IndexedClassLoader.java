package org.web3ecosystem.platform.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

import org.jspecify.annotations.Nullable;

/**
 * Finds what the class loader of the fat jar finds, without looking through all its jars
 * for each class: it knows which directory is in which jars. Four nodes in one process
 * ask for so many classes that this is a fifth of the work until they are in phase 0.
 */
final class IndexedClassLoader extends URLClassLoader {

	static {
		registerAsParallelCapable();
	}

	private final Map<String, List<Jar>> directories;

	private record Jar(URL url, JarFile file, ProtectionDomain domain) {

		static Jar open(URL url) {
			try {
				JarFile file = ((JarURLConnection) url.openConnection()).getJarFile();
				return new Jar(url, file, new ProtectionDomain(new CodeSource(url, (Certificate[]) null), null));
			}
			catch (IOException unreadable) {
				throw new UncheckedIOException("cannot read " + url, unreadable);
			}
		}

		Optional<URL> find(String name) {
			try {
				return file.getEntry(name) != null ? Optional.of(new URL(url, name)) : Optional.empty();
			}
			catch (MalformedURLException unnameable) {
				return Optional.empty();
			}
		}

	}

	private IndexedClassLoader(URL[] urls, Map<String, List<Jar>> directories, ClassLoader parent) {
		super(urls, parent);
		this.directories = directories;
	}

	/**
	 * A class loader in the place of another one: the same parent, the same jars.
	 * @throws UncheckedIOException if one of them cannot be read
	 */
	static IndexedClassLoader inPlaceOf(URLClassLoader slow) {
		Map<String, List<Jar>> directories = new HashMap<>();
		for (URL url : slow.getURLs()) {
			Jar jar = Jar.open(url);
			for (Enumeration<? extends ZipEntry> entries = jar.file().entries(); entries.hasMoreElements();) {
				List<Jar> jars = directories.computeIfAbsent(directory(entries.nextElement().getName()),
						absent -> new ArrayList<>(1));
				if (jars.isEmpty() || jars.get(jars.size() - 1) != jar) {
					jars.add(jar);
				}
			}
		}
		return new IndexedClassLoader(slow.getURLs(), directories, slow.getParent());
	}

	@Override
	protected Class<?> findClass(String name) throws ClassNotFoundException {
		String path = name.replace('.', '/') + ".class";
		for (Jar jar : jarsWith(path)) {
			ZipEntry entry = jar.file().getEntry(path);
			if (entry != null) {
				try (InputStream bytes = jar.file().getInputStream(entry)) {
					byte[] code = bytes.readAllBytes();
					return defineClass(name, code, 0, code.length, jar.domain());
				}
				catch (IOException unreadable) {
					throw new ClassNotFoundException(name, unreadable);
				}
			}
		}
		throw new ClassNotFoundException(name);
	}

	@Override
	public @Nullable URL findResource(String name) {
		return jarsWith(name).stream().flatMap(jar -> jar.find(name).stream()).findFirst().orElse(null);
	}

	@Override
	public Enumeration<URL> findResources(String name) {
		return Collections.enumeration(jarsWith(name).stream().flatMap(jar -> jar.find(name).stream()).toList());
	}

	private List<Jar> jarsWith(String name) {
		return directories.getOrDefault(directory(name), List.of());
	}

	private static String directory(String name) {
		// a directory's own name ends with a slash
		int end = name.lastIndexOf('/', name.length() - 2);
		return (end < 0) ? "" : name.substring(0, end);
	}

}
