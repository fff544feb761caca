package org.web3ecosystem.configserver;

import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets through what this server is for and nothing else: Spring Cloud's has more routes
 * (labels, files, encryption), and names from the path become names of files.
 */
@Component
final class ServedPaths extends OncePerRequestFilter {

	private static final String APPLICATION = "/(?!actuator/|encrypt/|decrypt/|key/)[A-Za-z0-9][A-Za-z0-9_-]{0,63}";

	private static final Pattern SERVED = Pattern
		.compile(APPLICATION + "/[A-Za-z0-9][A-Za-z0-9,_-]{0,255}|" + APPLICATION
				+ "-(default|phase-[0-3])\\.(yml|yaml|json|properties)|" + "/actuator/health(/[A-Za-z0-9]{1,32}){0,2}");

	private static final Set<String> METHODS = Set.of("GET", "HEAD");

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (!SERVED.matcher(request.getServletPath()).matches()) {
			response.sendError(HttpServletResponse.SC_NOT_FOUND);
		}
		else if (!METHODS.contains(request.getMethod())) {
			response.setHeader("Allow", "GET, HEAD");
			response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
		}
		else {
			chain.doFilter(request, response);
		}
	}

}
